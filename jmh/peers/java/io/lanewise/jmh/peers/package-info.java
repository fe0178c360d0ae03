/** The same work by other libraries; compiled with the profile {@code bench} only. */
package io.lanewise.jmh.peers;
