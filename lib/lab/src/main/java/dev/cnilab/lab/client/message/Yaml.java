package dev.cnilab.lab.client.message;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.regex.Pattern;

/** YAML as Kubernetes reads it. */
public final class Yaml {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Yaml() {}

  /**
   * Parses a text of several documents, separated by lines of three hyphens.
   *
   * @throws IllegalArgumentException if one of them is invalid
   */
  public static List<Json> documents(String text) {
    return Pattern.compile("^---\\s*$", Pattern.MULTILINE)
        .splitAsStream(text)
        .filter(document -> !document.isBlank())
        .map(Yaml::parse)
        .toList();
  }

  /**
   * Parses a text of one document.
   *
   * @throws IllegalArgumentException if it is invalid; the message gives the position
   */
  public static Json parse(String text) {
    try {
      return Json.of(SERIALIZATION.unmarshal(text, Object.class));
    } catch (RuntimeException notYaml) {
      Throwable cause = notYaml.getCause() == null ? notYaml : notYaml.getCause();
      throw new IllegalArgumentException(String.valueOf(cause.getMessage()), notYaml);
    }
  }
}
