/** The benchmarks that pages of {@code docs/worklog} quote. */
package io.lanewise.jmh.steps;
