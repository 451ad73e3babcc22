package dev.cnilab.cluster.apiserver.spdy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Compressed names and values; each block depends on the ones before it (section 2.6.10). */
final class HeaderBlock {
  private static final int LARGEST = 64 * 1024;
  private static final byte[] DICTIONARY = dictionary();

  private final Inflater inflater = new Inflater();
  private final Deflater deflater = new Deflater();

  HeaderBlock() {
    deflater.setDictionary(DICTIONARY);
  }

  /**
   * Reads a block.
   *
   * @throws IOException if it is invalid
   */
  Map<String, String> read(byte[] block) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(inflated(block)));
    Map<String, String> headers = new TreeMap<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String name = text(in);
      headers.put(name, text(in));
    }
    return headers;
  }

  /** Writes a block without any headers. */
  byte[] empty() {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try {
      new DataOutputStream(plain).writeInt(0);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    deflater.setInput(plain.toByteArray());
    byte[] buffer = new byte[256];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    return java.util.Arrays.copyOf(buffer, length);
  }

  private byte[] inflated(byte[] block) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    inflater.setInput(block);
    try {
      while (plain.size() < LARGEST) {
        int count = inflater.inflate(buffer);
        plain.write(buffer, 0, count);
        if (inflater.needsDictionary()) {
          inflater.setDictionary(DICTIONARY);
        } else if (count == 0) {
          return plain.toByteArray();
        }
      }
    } catch (DataFormatException malformed) {
      throw new IOException("a header block is not compressed as SPDY wants it", malformed);
    }
    throw new IOException("a header block is larger than " + LARGEST + " bytes");
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LARGEST) {
      throw new IOException("a header of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static byte[] dictionary() {
    try (InputStream in =
        Objects.requireNonNull(HeaderBlock.class.getResourceAsStream("dictionary.base64"))) {
      return Base64.getMimeDecoder().decode(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
