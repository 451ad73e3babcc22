package dev.cnilab.cluster.client.connection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/** The content of a kubeconfig file; {@code clientcmd}. */
final class KubeconfigFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private KubeconfigFile() {}

  static JsonNode read(MountNamespace files, String path) throws IOException {
    try {
      return YAML.readTree(files.readText(path));
    } catch (JacksonException malformed) {
      throw new IOException(
          "error loading config file \"%s\": yaml: %s"
              .formatted(path, malformed.getOriginalMessage()),
          malformed);
    } catch (IOException unreadable) {
      throw new IOException(GoText.pathError("stat", path, unreadable), unreadable);
    }
  }

  /** The value of KEY in the entry of that name in a list of {@code {name, KEY}}. */
  static JsonNode named(JsonNode file, String list, String name, String key) {
    for (JsonNode each : file.path(list)) {
      if (each.path("name").asText("").equals(name)) {
        return each.path(key);
      }
    }
    return MissingNode.getInstance();
  }

  static Trust trust(MountNamespace files, JsonNode cluster, String name) throws IOException {
    String data = cluster.path("certificate-authority-data").asText("");
    String path = cluster.path("certificate-authority").asText("");
    if (!data.isEmpty()) {
      return Trust.pem(decoded(data));
    } else if (path.isEmpty()) {
      return new Trust("");
    }
    try {
      return Trust.pem(files.readText(path));
    } catch (IOException unreadable) {
      throw new IOException(
          "invalid configuration: unable to read certificate-authority %s for %s due to %s"
              .formatted(path, name, GoText.pathError("open", path, unreadable)),
          unreadable);
    }
  }

  private static String decoded(String data) {
    return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
  }

  static Supplier<Credential> credential(Process process, JsonNode user, String name)
      throws IOException {
    String token = user.path("token").asText("");
    if (!token.isEmpty()) {
      return () -> new Credential.Token(token);
    }
    String tokenFile = user.path("tokenFile").asText("");
    if (!tokenFile.isEmpty()) {
      return new TokenFile(process, tokenFile)::read;
    }
    String data = user.path("client-certificate-data").asText("");
    String path = user.path("client-certificate").asText("");
    if (data.isEmpty() && path.isEmpty()) {
      return Credential.Anonymous::new;
    }
    String pem = data.isEmpty() ? certificate(process.files(), path, name) : decoded(data);
    if (!pem.contains("-----BEGIN CERTIFICATE-----")) {
      throw new IOException("tls: failed to find any PEM data in certificate input");
    }
    Credential certificate = new Credential.Certificate(pem);
    return () -> certificate;
  }

  private static String certificate(MountNamespace files, String path, String user)
      throws IOException {
    try {
      return files.readText(path);
    } catch (IOException unreadable) {
      throw new IOException(
          "invalid configuration: unable to read client-cert %s for %s due to %s"
              .formatted(path, user, GoText.pathError("open", path, unreadable)),
          unreadable);
    }
  }
}
