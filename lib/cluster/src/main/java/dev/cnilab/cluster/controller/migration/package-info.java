/** StorageVersionMigrations: objects that are written again, in the version that is stored now. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.migration;
