import { BlazePoseBackend } from './blazepose/blazepose-backend.js';
import { servePose } from './serve.js';

servePose(() => new BlazePoseBackend());
