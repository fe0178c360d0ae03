package io.lanewise.gpu;

import io.lanewise.memory.View;

/**
 * A view that is on the device.
 *
 * @param view its shape and strides
 * @param place index in the heap of its first element
 */
record Operand(View view, int place) {}
