package dev.cnilab.userland.openssl;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A structure in distinguished encoding (X.690). */
final class Der {
  private static final int LONG = 0x80;

  private final int tag;
  private final byte[] content;

  private Der(int tag, byte[] content) {
    this.tag = tag;
    this.content = content;
  }

  int tag() {
    return tag;
  }

  /** Its bytes without its tag and length. */
  byte[] content() {
    return content.clone();
  }

  static Der of(byte[] encoded) {
    return list(encoded).getFirst();
  }

  /** The structures in this one. */
  List<Der> children() {
    return list(content);
  }

  private static List<Der> list(byte[] encoded) {
    List<Der> all = new ArrayList<>();
    int at = 0;
    while (at < encoded.length) {
      int tag = encoded[at++] & 0xff;
      int length = encoded[at++] & 0xff;
      if (length >= LONG) {
        int bytes = length - LONG;
        length = new BigInteger(1, Arrays.copyOfRange(encoded, at, at + bytes)).intValueExact();
        at += bytes;
      }
      all.add(new Der(tag, Arrays.copyOfRange(encoded, at, at + length)));
      at += length;
    }
    return all;
  }

  Der child(int index) {
    return children().get(index);
  }

  BigInteger number() {
    return new BigInteger(content);
  }

  String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** An object identifier with dots between its numbers. */
  String identifier() {
    StringBuilder name =
        new StringBuilder().append(content[0] / 40).append('.').append(content[0] % 40);
    long number = 0;
    for (int i = 1; i < content.length; i++) {
      number = (number << 7) | (content[i] & 0x7f);
      if ((content[i] & 0x80) == 0) {
        name.append('.').append(number);
        number = 0;
      }
    }
    return name.toString();
  }
}
