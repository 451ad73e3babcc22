package dev.cnilab.cluster.containerd.images;

import dev.cnilab.cluster.containerd.config.RegistryHosts.Host;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.netsim.address.Ipv4Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The world's registries: they all serve the catalogue, and each refuses in its own words. */
final class ImageRegistry {
  /** Registries that report an absent repository as not found. */
  private static final Set<String> OPEN =
      Set.of(
          "registry.k8s.io",
          "k8s.gcr.io",
          "gcr.io",
          "mcr.microsoft.com",
          "public.ecr.aws",
          "mirror.gcr.io");

  private static final String DOCKER = "docker.io";
  private static final String DOCKER_HOST = "registry-1.docker.io";

  /** Registries that do not say whether a repository exists. */
  private static final Set<String> CLOSED = Set.of(DOCKER, "ghcr.io", "quay.io");

  private final ImageCatalog catalog;

  ImageRegistry(ImageCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The image of a reference, from the first of the hosts that has it.
   *
   * @throws CriException in containerd's words, with the error that went furthest
   */
  ImageDefinition resolve(ImageReference reference, List<Host> hosts) {
    CriException worst = null;
    for (Host host : hosts) {
      if (reference.digest().isEmpty() ? host.resolves() : host.pulls()) {
        try {
          return resolve(reference, host);
        } catch (CriException refused) {
          worst = worst == null || weight(refused) > weight(worst) ? refused : worst;
        }
      }
    }
    throw worst == null
        ? failure(CriException.Code.NOT_FOUND, reference, "no resolve hosts: not found")
        : worst;
  }

  /** How far a host's answer leads: a refusal counts more than an absence, and than none at all. */
  private static int weight(CriException refused) {
    if (refused.getMessage().contains("failed to do request")) {
      return 0;
    }
    return refused.code() == CriException.Code.NOT_FOUND ? 1 : 2;
  }

  private ImageDefinition resolve(ImageReference reference, Host host) {
    String registry = host.name().equals(DOCKER_HOST) ? DOCKER : host.name();
    boolean isOwn = registry.equals(reference.registry());
    String below = host.path().replaceFirst("^/v2(?=/|$)|/v2$", "").replaceFirst("^/", "");
    String path = below.isEmpty() ? reference.path() : below + "/" + reference.path();
    if (!isOwn && !OPEN.contains(registry) && !CLOSED.contains(registry)) {
      throw failure(CriException.Code.UNKNOWN, reference, unreachable(reference, host));
    }
    ImageReference there = new ImageReference(registry, path, reference.tag(), reference.digest());
    Optional<ImageDefinition> image = catalog.find(registry, path);
    if (image.isEmpty()) {
      throw refused(reference, there);
    }
    if (reference.digest().isEmpty() && !image.get().tags().matcher(reference.tag()).matches()) {
      throw notFound(reference);
    }
    return image.get();
  }

  private static String unreachable(ImageReference reference, Host host) {
    String name = host.name().replaceFirst(":\\d+$", "");
    String port = host.name().equals(name) ? (host.scheme().equals("http") ? ":80" : ":443") : "";
    return "failed to do request: Head \"%s://%s%s/%s/manifests/%s?ns=%s\": dial tcp%s"
        .formatted(
            host.scheme(),
            host.name(),
            host.path(),
            reference.path(),
            version(reference),
            reference.registry(),
            Ipv4Address.read(name).isPresent() || name.equals("localhost")
                ? " " + host.name() + port + ": connect: connection refused"
                : ": lookup " + name + ": no such host");
  }

  private static CriException refused(ImageReference asked, ImageReference reference) {
    String registry = reference.registry();
    if (OPEN.contains(registry)) {
      return notFound(asked);
    }
    return failure(
        CriException.Code.UNKNOWN,
        asked,
        switch (registry) {
          case "docker.io" ->
              "pull access denied, repository does not exist or may require authorization:"
                  + " server message: insufficient_scope: authorization failed";
          case "ghcr.io" ->
              "failed to authorize: failed to fetch anonymous token: unexpected status from GET"
                  + " request to https://ghcr.io/token?scope="
                  + URLEncoder.encode(
                      "repository:" + reference.path() + ":pull", StandardCharsets.UTF_8)
                  + "&service=ghcr.io: 403 Forbidden";
          case "quay.io" ->
              "unexpected status from HEAD request to https://quay.io/v2/%s/manifests/%s: 401 UNAUTHORIZED"
                  .formatted(reference.path(), version(reference));
          default ->
              "failed to do request: Head \"https://%s/v2/%s/manifests/%s\": dial tcp: lookup %s: no such host"
                  .formatted(
                      registry,
                      reference.path(),
                      version(reference),
                      registry.replaceFirst(":\\d+$", ""));
        });
  }

  private static String version(ImageReference reference) {
    return reference.digest().isEmpty() ? reference.tag() : reference.digest();
  }

  private static CriException notFound(ImageReference reference) {
    return failure(CriException.Code.NOT_FOUND, reference, reference + ": not found");
  }

  private static CriException failure(
      CriException.Code code, ImageReference reference, String cause) {
    return new CriException(
        code,
        "failed to pull and unpack image \"%s\": failed to resolve image: %s"
            .formatted(reference, cause));
  }
}
