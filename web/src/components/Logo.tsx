export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#1f6696" />
      <path d="M10 24V8h7.2c3.6 0 5.8 2 5.8 5.2s-2.2 5.2-5.8 5.2H13.6V24z" fill="#fff" />
      <circle cx="17" cy="13.2" r="2" fill="#1f6696" />
    </svg>
  );
}
