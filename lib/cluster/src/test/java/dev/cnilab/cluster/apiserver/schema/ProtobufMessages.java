package dev.cnilab.cluster.apiserver.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Certificates;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The protobuf messages of the Kubernetes API, and where a JSON field is in them. */
final class ProtobufMessages {
  private static final List<FileDescriptor> FILES =
      List.of(
          Meta.getDescriptor(),
          V1.getDescriptor(),
          V1Admissionregistration.getDescriptor(),
          V1Apps.getDescriptor(),
          V1Authentication.getDescriptor(),
          V1Authorization.getDescriptor(),
          V1Autoscaling.getDescriptor(),
          V1Batch.getDescriptor(),
          V1Certificates.getDescriptor(),
          V1Networking.getDescriptor(),
          V1Policy.getDescriptor(),
          V1Rbac.getDescriptor(),
          V1Scheduling.getDescriptor(),
          V1Storage.getDescriptor());

  /** Messages that Kubernetes' Go types embed with {@code json:",inline"}. */
  private static final Set<String> INLINED =
      Set.of(
          "volumeSource",
          "persistentVolumeSource",
          "handler",
          "ephemeralContainerCommon",
          "localObjectReference");

  private static final Map<String, String> LATER = later();

  private final Map<String, Descriptor> messages = new LinkedHashMap<>();

  ProtobufMessages() {
    for (FileDescriptor file : FILES) {
      String group =
          file.getPackage().replaceFirst("^k8s\\.io\\.(api|apimachinery\\.pkg\\.apis)\\.", "");
      file.getMessageTypes()
          .forEach(message -> messages.put(group + "." + message.getName(), message));
    }
  }

  /**
   * A model's name with its group and version.
   *
   * @param model such as V1PodSpec, CoreV1Event; a beta version that the client's models have in
   *     place of the served one counts as that one
   * @param group where it was found, such as core
   */
  String qualified(String model, String group) {
    if (model.startsWith("V2")) {
      return group + ".v2." + model.substring(2);
    }
    String name =
        model
            .replaceFirst("^[A-Z][a-z]*(V1)(?=[A-Z])", "$1")
            .replaceFirst("^V1((alpha|beta)[0-9])?", "");
    String own = model.replaceFirst("V1.*", "").toLowerCase(java.util.Locale.ROOT);
    String home = own.isEmpty() ? group : own;
    for (String candidate : List.of("meta", "core", home)) {
      boolean meant = own.isEmpty() || candidate.equals(home);
      if (meant && messages.containsKey(candidate + ".v1." + name)) {
        return candidate + ".v1." + name;
      }
    }
    return home + ".v1." + name;
  }

  /** A field's number, or its numbers if it is in a message that JSON inlines; "" if unknown. */
  String numbers(String type, String jsonName) {
    String later = LATER.get(type + "." + jsonName);
    if (later != null) {
      return later.split(" ")[0];
    }
    Descriptor message = messages.get(type);
    return message == null ? "" : path(message, jsonName).map(ProtobufMessages::numbers).orElse("");
  }

  boolean isMicroTime(String type, String jsonName) {
    if (LATER.getOrDefault(type + "." + jsonName, "").endsWith("microTime")) {
      return true;
    }
    FieldDescriptor field =
        messages.containsKey(type) ? messages.get(type).findFieldByName(jsonName) : null;
    return field != null
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && field.getMessageType().getName().equals("MicroTime");
  }

  private static Optional<List<FieldDescriptor>> path(Descriptor message, String jsonName) {
    FieldDescriptor own = message.findFieldByName(jsonName);
    if (own != null) {
      return Optional.of(List.of(own));
    }
    return message.getFields().stream()
        .filter(field -> INLINED.contains(field.getName()))
        .flatMap(
            field ->
                path(field.getMessageType(), jsonName).stream()
                    .map(inner -> Stream.concat(Stream.of(field), inner.stream()).toList()))
        .findFirst();
  }

  private static String numbers(List<FieldDescriptor> path) {
    return path.stream()
        .map(field -> Integer.toString(field.getNumber()))
        .collect(Collectors.joining("."));
  }

  private static Map<String, String> later() {
    Map<String, String> later = new LinkedHashMap<>();
    lines("later-fields.txt")
        .forEach(line -> later.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    return later;
  }

  /** The lines of a file beside this class, without comments. */
  static List<String> lines(String resource) {
    try (InputStream file = ProtobufMessages.class.getResourceAsStream(resource)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
