package dev.cnilab.cluster.apiserver.validation.kind;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** ConfigMaps and Secrets: their keys, their size, and what each type of Secret must have. */
public final class ConfigRules {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final String ACCOUNT = "kubernetes.io/service-account.name";
  private static final String INCOMPLETE = "unexpected end of JSON input";
  private static final Map<JsonNodeType, String> GO_KINDS =
      Map.of(
          JsonNodeType.ARRAY, "array",
          JsonNodeType.STRING, "string",
          JsonNodeType.NUMBER, "number",
          JsonNodeType.BOOLEAN, "bool");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ConfigRules() {}

  /** The data of a new ControllerRevision ({@code ValidateControllerRevisionCreate}). */
  public static void revision(ValidatedField revision) {
    ValidatedField data = revision.field("data");
    if (!revision.old().isMissingNode()) {
      return;
    }
    if (data.value().isMissingNode()) {
      data.required("data is mandatory");
    } else if (!data.value().isObject()) {
      data.required("data must be a valid JSON object");
    }
  }

  public static void configMap(ValidatedField map) {
    ValidatedField data = map.field("data");
    ValidatedField binary = map.field("binaryData");
    for (ValidatedField entry : data.entries()) {
      key(entry);
      if (binary.value().has(entry.key())) {
        entry.invalid(entry.key(), "duplicate of key present in binaryData");
      }
    }
    binary.entries().forEach(ConfigRules::key);
    if (utf8(data) + decoded(binary) > MOST_BYTES) {
      map.field("[]").tooLong(MOST_BYTES);
    }
  }

  public static void secret(ValidatedField secret) {
    ValidatedField data = secret.field("data");
    data.entries().forEach(ConfigRules::key);
    if (decoded(data) > MOST_BYTES) {
      data.tooLong(MOST_BYTES);
    }
    switch (secret.text("type")) {
      case "kubernetes.io/service-account-token" -> {
        ValidatedField account = secret.field("metadata").field("annotations").entry(ACCOUNT);
        if (account.isEmpty()) {
          account.required("");
        }
      }
      case "kubernetes.io/dockercfg" -> json(data.entry(".dockercfg"));
      case "kubernetes.io/dockerconfigjson" -> json(data.entry(".dockerconfigjson"));
      case "kubernetes.io/basic-auth" -> {
        if (!data.value().has("username") && !data.value().has("password")) {
          List.of("username", "password").forEach(key -> data.entry(key).required(""));
        }
      }
      case "kubernetes.io/ssh-auth" -> present(data.entry("ssh-privatekey"));
      case "kubernetes.io/tls" -> {
        missing(data.entry("tls.crt"));
        missing(data.entry("tls.key"));
      }
      default -> {}
    }
  }

  private static void key(ValidatedField entry) {
    Format.CONFIG_KEY.violations(entry.key()).forEach(why -> entry.invalid(entry.key(), why));
  }

  private static void missing(ValidatedField entry) {
    if (entry.value().isMissingNode()) {
      entry.required("");
    }
  }

  private static void present(ValidatedField entry) {
    if (entry.isEmpty()) {
      entry.required("");
    }
  }

  private static void json(ValidatedField entry) {
    if (entry.value().isMissingNode()) {
      entry.required("");
      return;
    }
    String text = new String(Base64.getDecoder().decode(entry.text()), StandardCharsets.UTF_8);
    try {
      JsonNode tree = MAPPER.readTree(text);
      if (tree.isMissingNode()) {
        redacted(entry, INCOMPLETE);
      } else if (!tree.isObject() && !tree.isNull()) {
        redacted(
            entry,
            "json: cannot unmarshal "
                + GO_KINDS.get(tree.getNodeType())
                + " into Go value of type map[string]interface {}");
      }
    } catch (JsonEOFException incomplete) {
      redacted(entry, INCOMPLETE);
    } catch (JsonProcessingException malformed) {
      redacted(
          entry,
          "invalid character '" + text.strip().charAt(0) + "' looking for beginning of value");
    }
  }

  private static void redacted(ValidatedField entry, String why) {
    entry.invalid("<secret contents redacted>", why);
  }

  private static long utf8(ValidatedField texts) {
    long bytes = 0;
    for (JsonNode text : texts.value()) {
      bytes += text.asText().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  private static long decoded(ValidatedField base64) {
    long bytes = 0;
    for (JsonNode text : base64.value()) {
      String encoded = text.asText();
      int padding = encoded.endsWith("==") ? 2 : encoded.endsWith("=") ? 1 : 0;
      bytes += encoded.length() / 4L * 3 - padding;
    }
    return bytes;
  }
}
