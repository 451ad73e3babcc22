package dev.cnilab.cluster.apiserver.schema;

import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.swagger.annotations.ApiModelProperty;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Extracts the types of the Kubernetes API from the model classes of the official Java client:
 * names and types from its JSON models, field numbers from its protobuf messages.
 */
final class ModelReflection {
  private static final String MODELS = "io.kubernetes.client.openapi.models.";
  private static final Map<Class<?>, String> SCALARS =
      Map.of(
          String.class, "string",
          Integer.class, "int32",
          Long.class, "int64",
          Double.class, "number",
          Boolean.class, "boolean",
          OffsetDateTime.class, "time",
          byte[].class, "bytes",
          IntOrString.class, "intOrString",
          Quantity.class, "quantity",
          Object.class, "any");

  private final ProtobufMessages messages = new ProtobufMessages();
  private final Map<Class<?>, String> names = new LinkedHashMap<>();
  private final Deque<Class<?>> unread = new ArrayDeque<>();
  private final Map<String, List<String>> types = new TreeMap<>();

  /** Reads a model class and all that it refers to. */
  void read(String simpleName, String group) {
    name(model(simpleName), group);
    while (!unread.isEmpty()) {
      Class<?> next = unread.remove();
      readFields(next, names.get(next), group);
    }
  }

  /**
   * Makes the types those of the server whose version the tests compare with.
   *
   * @param resource a file beside this class: like the types file, with the fields that differ or
   *     are new; a type or a field after {@code -} is left out
   */
  void bringUpToDate(String resource) {
    String type = "";
    for (String line : ProtobufMessages.lines(resource)) {
      if (line.startsWith("-")) {
        types.remove(line.substring(1));
      } else if (line.startsWith("  ")) {
        change(type, line.strip());
      } else {
        type = line;
      }
    }
  }

  private void change(String type, String field) {
    List<String> fields = new ArrayList<>(types.getOrDefault(type, List.of()));
    String name = fieldName(field.replaceFirst("^-", ""));
    fields.removeIf(each -> fieldName(each).equals(name));
    if (!field.startsWith("-")) {
      fields.add(field);
    }
    Collections.sort(fields);
    types.put(type, fields);
  }

  private static String fieldName(String field) {
    return field.split("[! ]")[0];
  }

  /** The types file: each type followed by its fields. */
  String types() {
    StringBuilder text = new StringBuilder();
    types.forEach(
        (name, fields) -> {
          text.append(name).append('\n');
          fields.forEach(field -> text.append("  ").append(field).append('\n'));
        });
    return text.toString();
  }

  private void readFields(Class<?> model, String name, String group) {
    List<String> fields = new ArrayList<>();
    for (Field field : model.getDeclaredFields()) {
      SerializedName json = field.getAnnotation(SerializedName.class);
      if (json == null || Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      Optional<ApiModelProperty> property = property(model, field);
      String required = property.map(ApiModelProperty::required).orElse(false) ? "!" : "";
      String numbers = messages.numbers(name, json.value());
      String type = type(field.getGenericType(), group);
      if (type.equals("time") && messages.isMicroTime(name, json.value())) {
        type = "microTime";
      }
      String number = numbers.isEmpty() ? "" : " " + numbers;
      fields.add(json.value() + required + " " + type + number);
    }
    types.put(name, fields);
  }

  private String type(Type type, String group) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return Collection.class.isAssignableFrom((Class<?>) generic.getRawType())
          ? "[]" + type(arguments[0], group)
          : "{}" + type(arguments[1], group);
    }
    String scalar = SCALARS.get((Class<?>) type);
    return scalar != null ? scalar : name((Class<?>) type, group);
  }

  private String name(Class<?> model, String group) {
    String known = names.get(model);
    if (known != null) {
      return known;
    }
    String name = messages.qualified(model.getSimpleName(), group);
    names.put(model, name);
    unread.add(model);
    return name;
  }

  private static Optional<ApiModelProperty> property(Class<?> model, Field field) {
    String name = field.getName();
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    for (String getter :
        List.of("get" + capital, "getIs" + capital.substring(Math.min(2, capital.length())))) {
      try {
        return Optional.ofNullable(model.getMethod(getter).getAnnotation(ApiModelProperty.class));
      } catch (NoSuchMethodException other) {
        continue;
      }
    }
    return Optional.empty();
  }

  private static Class<?> model(String simpleName) {
    try {
      return Class.forName(MODELS + simpleName);
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException("the client has no model " + simpleName, unknown);
    }
  }
}
