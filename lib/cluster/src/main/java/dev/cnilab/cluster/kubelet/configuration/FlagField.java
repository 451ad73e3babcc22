package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.kubelet.configuration.ConfigurationField.Treatment;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.pflag.ValueType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kubelet flag that sets, and overrides, a field of its file; Kubernetes' {@code
 * AddKubeletConfigFlags}. Errors are in the words of pflag and Go's strconv.
 */
public final class FlagField {
  /** Fields whose names differ from their flags'. */
  private static final Map<String, String> NAMES =
      Map.of(
          "event-qps", "eventRecordQPS",
          "image-gc-high-threshold", "imageGCHighThresholdPercent",
          "image-gc-low-threshold", "imageGCLowThresholdPercent",
          "minimum-image-ttl-duration", "imageMinimumGCAge",
          "pod-manifest-path", "staticPodPath",
          "pod-max-pids", "podPidsLimit");

  private static final Set<String> EFFECTS = Set.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private final String flag;
  private final ConfigurationField field;

  private FlagField(String flag, ConfigurationField field) {
    this.flag = flag;
    this.field = field;
  }

  /**
   * The field of a flag, if it has one.
   *
   * @param flag without its dashes
   */
  public static Optional<FlagField> of(String flag) {
    String name = NAMES.getOrDefault(flag, flag.replace("-", "").toLowerCase(Locale.ROOT));
    return FieldTable.of(FieldTable.WHOLE).stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(field -> new FlagField(flag, field))
        .findFirst();
  }

  public String name() {
    return field.name();
  }

  /** Whether it has its effect here, whatever its value. */
  public boolean isAvailable() {
    return field.treatment() != Treatment.ABSENT;
  }

  /**
   * A value in the form of the file.
   *
   * @throws IOException in pflag's words if it is invalid; or if it has no effect here
   */
  public JsonNode value(String text) throws IOException {
    JsonNode value = parsed(text);
    if (!isAvailable() && !field.isUsual(value, KubeletDefaults.of().path(field.name()))) {
      throw unavailable();
    }
    return value;
  }

  private IOException unavailable() {
    return new IOException("flag --" + flag + " is not available on this machine");
  }

  private JsonNode parsed(String text) throws IOException {
    return switch (field.goType()) {
      case "bool" -> {
        require(ValueType.BOOL, text);
        yield BooleanNode.valueOf(ValueType.isTrue(text));
      }
      case "v1.Duration" -> {
        require(ValueType.DURATION, text);
        yield TextNode.valueOf(text);
      }
      case "[]v1.Taint" -> taints(text);
      case "[]string" -> {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        List.of(text.split(",", -1)).forEach(all::add);
        yield all;
      }
      case "string" -> TextNode.valueOf(text);
      default -> number(text);
    };
  }

  private JsonNode number(String text) throws IOException {
    if (!field.goType().startsWith("int")) {
      throw unavailable();
    }
    require(ValueType.INT, text);
    return IntNode.valueOf(ValueType.number(text));
  }

  private JsonNode taints(String text) throws IOException {
    ArrayNode taints = JsonNodeFactory.instance.arrayNode();
    for (String taint : text.split(",", -1)) {
      int colon = taint.lastIndexOf(':');
      if (colon <= 0) {
        throw invalid(text, "invalid taint spec: " + taint);
      }
      String effect = taint.substring(colon + 1);
      if (!EFFECTS.contains(effect)) {
        throw invalid(text, "invalid taint effect: " + effect + ", unsupported taint effect");
      }
      String[] pair = taint.substring(0, colon).split("=", 2);
      taints
          .addObject()
          .put("key", pair[0])
          .put("value", pair.length > 1 ? pair[1] : "")
          .put("effect", effect);
    }
    return taints;
  }

  private void require(ValueType type, String text) throws IOException {
    Optional<String> complaint = type.complaint(text);
    if (complaint.isPresent()) {
      throw invalid(text, complaint.get());
    }
  }

  private IOException invalid(String value, String why) {
    return new IOException(
        "failed to parse kubelet flag: invalid argument %s for \"--%s\" flag: %s"
            .formatted(GoText.quote(value), flag, why));
  }
}
