package dev.cnilab.cluster.apiserver.expression.function;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cnilab.cluster.apiserver.validation.field.Cidr;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The type of a value in CEL and in Java.
 *
 * @param <T> the class of such values
 */
public record Kind<T>(CelType type, Class<T> java) {
  static final Kind<String> TEXT = new Kind<>(SimpleType.STRING, String.class);
  static final Kind<Long> WHOLE = new Kind<>(SimpleType.INT, Long.class);
  static final Kind<Double> FRACTION = new Kind<>(SimpleType.DOUBLE, Double.class);
  static final Kind<Boolean> TRUTH = new Kind<>(SimpleType.BOOL, Boolean.class);

  /** Any kind, but the same one throughout a function. */
  static final Kind<Object> ITEM = new Kind<>(TypeParamType.create("T"), Object.class);

  @SuppressWarnings("rawtypes")
  static final Kind<List> ITEMS =
      new Kind<>(ListType.create(TypeParamType.create("T")), List.class);

  @SuppressWarnings("rawtypes")
  static final Kind<List> WHOLES = new Kind<>(ListType.create(SimpleType.INT), List.class);

  @SuppressWarnings("rawtypes")
  static final Kind<List> TEXTS = new Kind<>(ListType.create(SimpleType.STRING), List.class);

  @SuppressWarnings("rawtypes")
  static final Kind<Map> TEXTS_BY_NAME =
      new Kind<>(MapType.create(SimpleType.STRING, ListType.create(SimpleType.STRING)), Map.class);

  @SuppressWarnings("rawtypes")
  static final Kind<Optional> PERHAPS_TEXTS =
      new Kind<>(OptionalType.create(ListType.create(SimpleType.STRING)), Optional.class);

  static final Kind<InetAddress> ADDRESS = opaque("net.IP", InetAddress.class);
  static final Kind<Cidr> RANGE = opaque("net.CIDR", Cidr.class);

  static <T> Kind<T> opaque(String name, Class<T> java) {
    return new Kind<>(OpaqueType.create(name), java);
  }
}
