/** How is measured: rounds of short slices, the peak in each, and what is reported of them. */
package io.lanewise.jmh.measure;
