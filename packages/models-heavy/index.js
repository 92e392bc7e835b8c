/** For the option `assets` of analyze-locally. Bundlers recognise exactly these expressions and take the files along. */
export const heavy = Object.freeze({
  files: {
    'pose_landmarks_heavy.tflite': () => new URL('./assets/pose_landmarks_heavy.tflite', import.meta.url),
    'pose_landmarks_heavy.onnx': () => new URL('./assets/pose_landmarks_heavy.onnx', import.meta.url),
  },
});
