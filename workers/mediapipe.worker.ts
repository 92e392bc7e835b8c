import { MediaPipeBackend } from './mediapipe/mediapipe-backend.js';
import { servePose } from './serve.js';

servePose(() => new MediaPipeBackend());
