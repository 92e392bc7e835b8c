import type { View } from 'analyze-locally';

/** Half a body from the front; the other half is its mirror image. */
const HalfFront = () => (
  <>
    <path d="M100 88C82 90 66 94 60 110L69 152C73 170 75 182 72 200 68 218 65 232 65 252H100Z" />
    <path class="limb" stroke-width="18" d="M69 111L50 176" />
    <path class="limb" stroke-width="14" d="M50 176L36 238" />
    <path class="limb" stroke-width="15" d="M35 243L31 256" />
    <path d="M65 248C63 290 70 318 70 342 65 368 70 400 75 444H88C92 400 96 370 93 342 96 318 99 290 99.5 262L101 248Z" />
    <path class="limb" stroke-width="17" d="M80 446L73 458" />
  </>
);

const FrontBody = () => (
  <>
    <ellipse cx="100" cy="46" rx="21" ry="27" />
    <path class="limb" stroke-width="21" d="M100 66V96" />
    <HalfFront />
    <g transform="matrix(-1 0 0 1 200 0)">
      <HalfFront />
    </g>
  </>
);

const SideBody = () => (
  <>
    <ellipse cx="98" cy="46" rx="23" ry="27" />
    <path d="M77 44L71 57 79 60Z" />
    <path class="limb" stroke-width="22" d="M102 66L107 98" />
    <path d="M104 88C90 92 80 112 80 140 80 170 88 190 86 214 84 234 86 244 88 256H126C132 238 130 224 124 208 118 190 134 160 134 132 134 108 122 90 104 88Z" />
    <path d="M87 248C83 290 87 318 90 342 90 370 98 400 101 446H115C120 410 125 380 116 342 122 310 131 280 126 248Z" />
    <path class="limb" stroke-width="17" d="M108 450L84 458" />
    <g class="near">
      <path class="limb" stroke-width="20" d="M110 116L112 178" />
      <path class="limb" stroke-width="16" d="M112 178L104 240" />
      <path class="limb" stroke-width="15" d="M103 244L100 256" />
    </g>
  </>
);

/** The silhouette of a standing person on a grid of 200 × 480, in the colour of the text: see `.figure` in base.css. */
export const Figure = ({ view }: { readonly view: View }) => <g class="figure">{view === 'side' ? <SideBody /> : <FrontBody />}</g>;
