package dev.cnilab.cluster.apiserver.http.rest.body;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;

/**
 * The kind an object declares; what it leaves out is taken from the path. A path accepts objects of
 * its own kind only (apimachinery's {@code runtime/error.go}, {@code conversion/converter.go}).
 */
record DeclaredKind(String apiVersion, String kind) {
  /** The API server's name for the registry of all its kinds. */
  static final String SCHEME = "pkg/api/legacyscheme/scheme.go:30";

  static DeclaredKind of(KubeObject object, ResourceType type) {
    return new DeclaredKind(
        object.apiVersion().isEmpty() ? type.apiVersion() : object.apiVersion(),
        object.kind().isEmpty() ? type.kind() : object.kind());
  }

  /** Refuses an object whose kind is not that of a built-in path. */
  void require(ResourceType type) {
    if (!isOf(type) && ResourceTypes.builtIn().contains(type)) {
      throw ApiErrors.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: %s"
              .formatted(kind, version(), type.kind(), why(type)));
    }
  }

  private boolean isOf(ResourceType type) {
    return type.apiVersion().equals(apiVersion) && type.kind().equals(kind);
  }

  private String why(ResourceType type) {
    return ResourceTypes.builtIn().stream().anyMatch(this::isOf)
        ? "converting (%s.%s) to (%s.%s): unknown conversion"
            .formatted(version(), kind, internalPackage(type), type.kind())
        : "no kind \"%s\" is registered for version \"%s\" in scheme \"%s\""
            .formatted(kind, apiVersion, SCHEME);
  }

  private String version() {
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  /** The Go package of a group's internal types: its name up to the first dot. */
  private static String internalPackage(ResourceType type) {
    return type.group().isEmpty() ? "core" : type.group().replaceFirst("\\..*", "");
  }
}
