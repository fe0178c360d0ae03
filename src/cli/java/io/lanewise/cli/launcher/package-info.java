/**
 * Starts the command line in a JVM that can run it. This package alone is compiled for Java 17, so
 * that an older Java says what is missing instead of failing to load a class.
 */
@NullMarked
package io.lanewise.cli.launcher;

import org.jspecify.annotations.NullMarked;
