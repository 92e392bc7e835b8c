/** TODO */
export const CaptureScreen = () => <main class="screen" />;
