package dev.cnilab.cluster.apiserver.schema;

/** What a JSON value may be. */
public sealed interface Schema permits Schema.Scalar, Schema.ListOf, Schema.MapOf, Struct {
  /** The type's name in Go, as in messages about a wrong value. */
  String goName();

  /** Values without parts. */
  enum Scalar implements Schema {
    STRING("string"),
    INT32("int32"),
    INT64("int64"),
    NUMBER("float64"),
    BOOLEAN("bool"),
    /** Read as a text first. */
    TIME("string"),
    /** Read as a text first. */
    MICRO_TIME("string"),
    BYTES("[]uint8"),
    INT_OR_STRING("intstr.IntOrString"),
    QUANTITY("resource.Quantity"),
    /** Anything at all. */
    ANY("interface {}");

    private final String goName;

    Scalar(String goName) {
      this.goName = goName;
    }

    @Override
    public String goName() {
      return goName;
    }
  }

  /** A JSON array. */
  record ListOf(Schema items) implements Schema {
    @Override
    public String goName() {
      return "[]" + items.goName();
    }
  }

  /** A JSON object with free keys. */
  record MapOf(Schema values) implements Schema {
    @Override
    public String goName() {
      return "map[string]" + values.goName();
    }
  }
}
