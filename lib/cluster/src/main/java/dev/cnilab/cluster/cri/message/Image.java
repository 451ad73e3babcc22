package dev.cnilab.cluster.cri.message;

import java.util.List;

/**
 * An image present on the node.
 *
 * @param id {@code sha256:…} of its configuration
 * @param repoTags full names with a tag, such as {@code docker.io/library/nginx:latest}
 * @param repoDigests full names with a digest
 * @param size in bytes, compressed
 * @param runAsUser the uid its processes run as
 */
public record Image(
    String id, List<String> repoTags, List<String> repoDigests, long size, long runAsUser) {}
