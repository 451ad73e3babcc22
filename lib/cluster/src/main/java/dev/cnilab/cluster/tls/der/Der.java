package dev.cnilab.cluster.tls.der;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The few ASN.1 structures in distinguished encoding (X.690) that a certificate consists of. */
public final class Der {
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  /** A SEQUENCE of encoded parts. */
  public static byte[] sequence(byte[]... parts) {
    return tagged(0x30, parts);
  }

  /** A SET of encoded parts, which are in order already. */
  public static byte[] set(byte[]... parts) {
    return tagged(0x31, parts);
  }

  /** An INTEGER. */
  public static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  /** A BIT STRING of whole bytes. */
  public static byte[] bitString(byte[] content) {
    return tagged(0x03, new byte[] {0}, content);
  }

  /** An OCTET STRING. */
  public static byte[] octetString(byte[] content) {
    return tagged(0x04, content);
  }

  /** A UTF8String. */
  public static byte[] utf8(String text) {
    return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A GeneralizedTime: UTC, in whole seconds. */
  public static byte[] time(Instant instant) {
    return tagged(0x18, GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /** The BOOLEAN true. */
  public static byte[] yes() {
    return new byte[] {0x01, 0x01, (byte) 0xff};
  }

  /** An object identifier with small numbers, such as 2.5.29.17. */
  public static byte[] oid(int... numbers) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(numbers[0] * 40 + numbers[1]);
    for (int i = 2; i < numbers.length; i++) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (numbers[i] >> shift != 0) {
          content.write(0x80 | (numbers[i] >> shift & 0x7f));
        }
      }
      content.write(numbers[i] & 0x7f);
    }
    return tagged(0x06, content.toByteArray());
  }

  /** A structure: its tag, its length (up to 65,535 bytes), and its encoded parts. */
  public static byte[] tagged(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length > 0xff) {
      out.write(0x82);
      out.write(length >> 8);
    } else if (length > 0x7f) {
      out.write(0x81);
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
