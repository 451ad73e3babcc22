package dev.cnilab.cluster.containerd.images;

import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.ImageDefinition;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The world's registries: they all serve the catalogue, and each refuses in its own words. */
final class Registry {
  /** Registries that report an absent repository as not found. */
  private static final Set<String> OPEN =
      Set.of("registry.k8s.io", "k8s.gcr.io", "gcr.io", "mcr.microsoft.com", "public.ecr.aws");

  private final ImageCatalog catalog;

  Registry(ImageCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * The image of a reference.
   *
   * @throws CriException in containerd's words
   */
  ImageDefinition resolve(ImageReference reference) {
    Optional<ImageDefinition> image = catalog.find(reference.registry(), reference.path());
    if (image.isEmpty()) {
      throw refused(reference);
    }
    if (reference.digest().isEmpty() && !image.get().tags().matcher(reference.tag()).matches()) {
      throw notFound(reference);
    }
    return image.get();
  }

  private static CriException refused(ImageReference reference) {
    String registry = reference.registry();
    if (OPEN.contains(registry)) {
      return notFound(reference);
    }
    return failure(
        CriException.Code.UNKNOWN,
        reference,
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
