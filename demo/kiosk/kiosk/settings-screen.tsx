/** TODO */
export const SettingsScreen = () => <main class="screen" />;
