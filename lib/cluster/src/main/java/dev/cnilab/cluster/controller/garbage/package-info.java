/** Deletions that follow from others: dependents, namespaces' contents, orphaned pods. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.garbage;
