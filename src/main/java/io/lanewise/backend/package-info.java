/**
 * The contract that engines implement, in terms of views: the primitives that every algorithm is
 * written in.
 */
@NullMarked
package io.lanewise.backend;

import org.jspecify.annotations.NullMarked;
