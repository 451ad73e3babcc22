package dev.cnilab.userland.file;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Permissions as the bits of a mode and as the set that {@code java.nio} wants. */
final class Permissions {
  private static final String ALL = "rwxrwxrwx";

  private Permissions() {}

  static int toBits(Set<PosixFilePermission> set) {
    String letters = PosixFilePermissions.toString(set);
    int bits = 0;
    for (int i = 0; i < ALL.length(); i++) {
      bits = bits << 1 | (letters.charAt(i) == '-' ? 0 : 1);
    }
    return bits;
  }

  static Set<PosixFilePermission> fromBits(int bits) {
    StringBuilder letters = new StringBuilder(ALL);
    for (int i = 0; i < ALL.length(); i++) {
      if ((bits & (0400 >> i)) == 0) {
        letters.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(letters.toString());
  }
}
