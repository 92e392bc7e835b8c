import { tellSeen } from './seen.js';

tellSeen();
