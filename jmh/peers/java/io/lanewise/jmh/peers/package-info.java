/** Other libraries that do the same work; compiled with the profile {@code bench} only. */
package io.lanewise.jmh.peers;
