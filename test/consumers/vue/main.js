import { createApp } from 'vue';
import Posture from './Posture.vue';

createApp(Posture).mount('#app');
