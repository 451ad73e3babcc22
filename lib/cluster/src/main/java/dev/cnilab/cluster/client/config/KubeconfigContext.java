package dev.cnilab.cluster.client.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The cluster and the user of a kubeconfig's current context; {@code DirectClientConfig}.
 *
 * @param cluster missing if there is no such cluster
 * @param user missing if there is no such user
 */
record KubeconfigContext(String clusterName, JsonNode cluster, String userName, JsonNode user) {
  private static final String EMPTY_CLUSTER = "cluster has no server defined";

  /**
   * The current context.
   *
   * @throws IOException in the words of clientcmd, if it cannot be used
   */
  static KubeconfigContext current(MountNamespace files, JsonNode file) throws IOException {
    String name = file.path("current-context").asText("");
    JsonNode context = named(file, "contexts", name, "context");
    String cluster = context.path("cluster").asText("");
    String user = context.path("user").asText("");
    KubeconfigContext current =
        new KubeconfigContext(
            cluster,
            named(file, "clusters", cluster, "cluster"),
            user,
            named(file, "users", user, "user"));
    List<String> wrong = new ArrayList<>();
    if (!name.isEmpty() && context.isMissingNode()) {
      wrong.add("context was not found for specified context: " + name);
    }
    current.check(files, wrong);
    if (wrong.equals(List.of(EMPTY_CLUSTER))) {
      wrong =
          List.of(
              "no configuration has been provided, try setting KUBERNETES_MASTER environment"
                  + " variable");
    }
    if (!wrong.isEmpty()) {
      String all = String.join(", ", wrong);
      throw new IOException(
          "invalid configuration: " + (wrong.size() == 1 ? all : "[" + all + "]"));
    }
    return current;
  }

  /** The value of KEY in the entry of that name in a list of {@code {name, KEY}}. */
  private static JsonNode named(JsonNode file, String list, String name, String key) {
    return Json.named(file.path(list), name).path(key);
  }

  private void check(MountNamespace files, List<String> wrong) {
    if (!text(user, "client-certificate").isEmpty()
        || !text(user, "client-certificate-data").isEmpty()) {
      if (text(user, "client-key").isEmpty() && text(user, "client-key-data").isEmpty()) {
        wrong.add(
            "client-key-data or client-key must be specified for %s to use the clientCert authentication method."
                .formatted(userName));
      }
      checkFile(files, "client-cert", text(user, "client-certificate"), userName, wrong);
      checkFile(files, "client-key", text(user, "client-key"), userName, wrong);
    }
    if (cluster.isEmpty()) {
      wrong.add(EMPTY_CLUSTER);
    } else if (server().isEmpty()) {
      wrong.add("no server found for cluster " + GoText.quote(clusterName));
    }
    checkFile(
        files, "certificate-authority", text(cluster, "certificate-authority"), clusterName, wrong);
  }

  private static void checkFile(
      MountNamespace files, String what, String path, String owner, List<String> wrong) {
    if (!path.isEmpty() && !files.exists(path)) {
      wrong.add(
          "unable to read %1$s %2$s for %3$s due to open %2$s: no such file or directory"
              .formatted(what, path, owner));
    }
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asText("");
  }

  String server() {
    return text(cluster, "server");
  }

  /** Whether it is reached by TLS, without which no credentials are sent. */
  private boolean isSecure() {
    return !server().startsWith("http://");
  }

  /** Which servers it trusts. */
  Trust trust(MountNamespace files) throws IOException {
    if (cluster.path("insecure-skip-tls-verify").asBoolean()) {
      return new Trust.Anybody();
    }
    String data = text(cluster, "certificate-authority-data");
    String path = text(cluster, "certificate-authority");
    if (!data.isEmpty()) {
      return Trust.pem(KubeconfigFile.decoded(data));
    }
    return path.isEmpty() ? Trust.SYSTEM : Trust.file(files, path);
  }

  /** The lines of a cluster that trusts the same; of two authorities only the file. */
  String trustFields(String indent) {
    String lines = "";
    for (String field : List.of("certificate-authority", "certificate-authority-data")) {
      String value = text(cluster, field);
      if (lines.isEmpty() && !value.isEmpty()) {
        lines = indent + field + ": " + value + "\n";
      }
    }
    boolean trustsAnybody = cluster.path("insecure-skip-tls-verify").asBoolean();
    return lines + (trustsAnybody ? indent + "insecure-skip-tls-verify: true\n" : "");
  }

  /** How the client identifies itself. */
  Supplier<Credential> credential(Process process) throws IOException {
    String token = text(user, "token");
    String tokenFile = text(user, "tokenFile");
    String data = text(user, "client-certificate-data");
    String path = text(user, "client-certificate");
    if (!isSecure()) {
      return Credential.Anonymous::new;
    } else if (!token.isEmpty()) {
      return () -> new Credential.Token(token);
    } else if (!tokenFile.isEmpty()) {
      GoFile.requireReadable(process.files(), tokenFile);
      return new TokenFile(process, tokenFile)::read;
    } else if (data.isEmpty() && path.isEmpty()) {
      return Credential.Anonymous::new;
    }
    String pem = content(process.files(), "client-certificate");
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new TlsConfigException("tls: failed to find any PEM data in certificate input");
    }
    String key = content(process.files(), "client-key");
    Credential certificate = new Credential.Certificate(key.equals(pem) ? pem : pem + "\n" + key);
    return () -> certificate;
  }

  /** Whether the client's certificate is in the kubeconfig itself, not in a file that it names. */
  boolean embedsCertificate() {
    return !text(user, "client-certificate-data").isEmpty();
  }

  /** The data of a field, or the text of the file that it names. */
  private String content(MountNamespace files, String field) throws IOException {
    String data = text(user, field + "-data");
    return data.isEmpty() ? files.readText(text(user, field)) : KubeconfigFile.decoded(data);
  }
}
