package io.lanewise.jmh.library;

/**
 * One that is measured.
 *
 * @param name short and in lower case, the same in results and report
 * @param work what it does
 */
public record Contender(String name, Work work) {}
