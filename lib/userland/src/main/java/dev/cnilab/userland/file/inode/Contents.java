package dev.cnilab.userland.file.inode;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A cache of recent file contents, to share equal ones: every pod has the same certificate, every
 * node the same hosts file. From any thread, like {@link NameCache}.
 */
final class Contents {
  private static final int PLACES = 1024;

  @SuppressWarnings({"unchecked", "rawtypes"}) // arrays of generic types do not exist
  private static final @Nullable WeakReference<byte[]>[] KNOWN = new WeakReference[PLACES];

  private Contents() {}

  /** The shared array with these bytes. */
  static byte[] known(byte[] content) {
    int hash = Arrays.hashCode(content);
    int place = (hash ^ hash >>> 10 ^ hash >>> 20) & PLACES - 1;
    WeakReference<byte[]> reference = KNOWN[place];
    byte[] known = reference == null ? null : reference.get();
    if (known != null && Arrays.equals(known, content)) {
      return known;
    }
    KNOWN[place] = new WeakReference<>(content);
    return content;
  }
}
