/** The report: tables and plots of JMH's results. */
package io.lanewise.jmh.report;
