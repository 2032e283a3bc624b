#version 330
in float inside;

void main() {
    if (inside < 0.0) discard;
}
