/** For the option `assets` of analyze-locally. Bundlers recognise exactly these expressions and take the files along. */
export const lite = Object.freeze({
  files: {
    'pose_landmarks_lite.tflite': () => new URL('./assets/pose_landmarks_lite.tflite', import.meta.url),
    'pose_landmarks_lite.onnx': () => new URL('./assets/pose_landmarks_lite.onnx', import.meta.url),
  },
});
