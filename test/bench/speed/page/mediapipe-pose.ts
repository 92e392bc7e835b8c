/**
 * Stands in for `@mediapipe/pose` in the bundle: that package is a classic script which puts its class on the global
 * object, and no module.
 */
await new Promise<void>((resolve, reject) => {
  const script = document.createElement('script');
  script.src = '/mediapipe-pose/pose.js';
  script.onload = () => {
    resolve();
  };
  script.onerror = () => {
    reject(new Error(`${script.src} could not be loaded`));
  };
  document.head.append(script);
});

/** The class that `@tensorflow-models/pose-detection` imports. */
export const Pose = (globalThis as unknown as { readonly Pose: unknown }).Pose;
