// Share of the key light that people and their things let through. TAPS: look-ups; SPIN: turned
// at random from pixel to pixel.
uniform sampler2DShadow shadow_map;

#if TAPS > 1
const vec2 DISC[12] = vec2[12](
    vec2(-0.326, -0.406), vec2(-0.840, -0.074), vec2(-0.696, 0.457), vec2(-0.203, 0.621),
    vec2(0.962, -0.195), vec2(0.473, -0.480), vec2(0.519, 0.767), vec2(0.185, -0.893),
    vec2(0.507, 0.064), vec2(0.896, 0.412), vec2(-0.322, -0.933), vec2(-0.792, -0.598));
#endif

float key_shadow(vec3 s, float radius, float bias) {
#if TAPS > 1
    if (any(lessThan(s, vec3(0.0))) || any(greaterThan(s, vec3(1.0)))) return 1.0;
#if SPIN
    float turn = 6.2832 * noise1(vec3(gl_FragCoord.xy, 0.0));
    mat2 spin = mat2(cos(turn), -sin(turn), sin(turn), cos(turn));
#else
    mat2 spin = mat2(1.0);
#endif
    float lit = 0.0;
    for (int i = 0; i < TAPS; i++)
        lit += texture(shadow_map, vec3(s.xy + spin * DISC[i] * radius, s.z - bias));
    return lit / float(TAPS);
#else
    return texture(shadow_map, vec3(s.xy, min(s.z, 1.0) - bias));
#endif
}
