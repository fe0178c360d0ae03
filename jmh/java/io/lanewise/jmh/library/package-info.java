/** Who is measured: Lanewise, plain loops, and other libraries where they are there. */
package io.lanewise.jmh.library;
