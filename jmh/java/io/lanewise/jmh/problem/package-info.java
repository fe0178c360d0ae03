/** What is measured: inputs, size, and what a right answer is. */
package io.lanewise.jmh.problem;
