package dev.cnilab.cluster.apiserver.schema;

import java.util.HashSet;
import java.util.Set;

/**
 * What has one manager as a whole and is replaced as a whole by server-side apply, though it has
 * parts: {@code atomic.txt} has the types and fields that the Go types' {@code structType} and
 * {@code mapType} tags name.
 */
public final class AtomicFields {
  private static final Set<String> NAMES = new HashSet<>(Schemas.lines("atomic.txt"));

  private AtomicFields() {}

  /** Whether the objects of a type are. */
  public static boolean is(Schema type) {
    return type instanceof Struct struct && NAMES.contains(struct.name());
  }

  /** Whether a field is, because of its own tag or of its type's. */
  public static boolean is(Schema owner, String field) {
    return owner instanceof Struct struct
        && (NAMES.contains(struct.name() + "." + field)
            || struct.field(field).filter(each -> is(each.type())).isPresent());
  }
}
