package io.lanewise.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A stretch of a file as a stream. It reads at places of its own and leaves the channel's alone, so
 * that several threads may read one file.
 */
final class ChannelRange extends InputStream {
  private final FileChannel channel;
  private final long end;
  private long at;

  /**
   * A stream of some bytes.
   *
   * @param channel the file
   * @param from offset of the first one
   * @param bytes how many; the stream ends earlier if the file does
   */
  ChannelRange(FileChannel channel, long from, long bytes) {
    this.channel = channel;
    this.at = from;
    this.end = from + bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (at == end && length > 0) {
      return -1;
    }
    int most = (int) Math.min(length, end - at);
    int count = channel.read(ByteBuffer.wrap(target, offset, most), at);
    at += Math.max(0, count);
    return count;
  }
}
