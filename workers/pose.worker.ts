import { BlazePoseBackend } from './blazepose/blazepose-backend.js';
import { loadCorrector } from './keypoint-corrector.js';
import { servePose } from './serve.js';

servePose(() => new BlazePoseBackend(), loadCorrector);
