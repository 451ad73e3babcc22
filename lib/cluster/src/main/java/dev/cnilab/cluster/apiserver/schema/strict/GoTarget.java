package dev.cnilab.cluster.apiserver.schema.strict;

import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import java.util.Optional;
import java.util.Set;

/** What Go decodes a value into. */
interface GoTarget {
  /** A type that decodes itself, so that the decoder does not see what is in it. */
  GoTarget ITSELF =
      new GoTarget() {
        @Override
        public boolean isSeen() {
          return false;
        }

        @Override
        public Optional<GoTarget> field(String name) {
          return Optional.of(ITSELF);
        }

        @Override
        public GoTarget item() {
          return ITSELF;
        }
      };

  /** Whether the decoder sees what is in it. */
  default boolean isSeen() {
    return true;
  }

  /** What a field goes into; empty if it is unknown. */
  Optional<GoTarget> field(String name);

  /** What an item of a list goes into. */
  GoTarget item();

  /** A built-in type, or a part of one. */
  static GoTarget of(Schema schema) {
    return switch (schema) {
      case Struct struct -> new Structure(struct);
      case Schema.MapOf map -> new Items(of(map.values()));
      case Schema.ListOf list -> new Items(of(list.items()));
      case Schema.Scalar scalar -> ITSELF;
    };
  }

  /** An {@code interface{}}, in whose maps no field is unknown. */
  record Anything() implements GoTarget {
    @Override
    public Optional<GoTarget> field(String name) {
      return Optional.of(this);
    }

    @Override
    public GoTarget item() {
      return this;
    }
  }

  /** A list or map. */
  record Items(GoTarget item) implements GoTarget {
    @Override
    public Optional<GoTarget> field(String name) {
      return Optional.of(item);
    }
  }

  /** An object with known fields. */
  record Structure(Struct type) implements GoTarget {
    @Override
    public Optional<GoTarget> field(String name) {
      return type.field(name).map(field -> of(field.type()));
    }

    @Override
    public GoTarget item() {
      return ITSELF;
    }
  }

  /** The operations of a JSON patch: {@code jsonPatchOp} in apiserver's {@code patch.go}. */
  record Operations() implements GoTarget {
    private static final Set<String> FIELDS = Set.of("op", "path", "from", "value");

    @Override
    public Optional<GoTarget> field(String name) {
      return FIELDS.contains(name) ? Optional.of(new Anything()) : Optional.empty();
    }

    @Override
    public GoTarget item() {
      return this;
    }
  }
}
