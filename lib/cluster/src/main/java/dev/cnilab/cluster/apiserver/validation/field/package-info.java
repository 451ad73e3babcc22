/** What the rules about objects are written with: a place, what is wrong there, a check. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.apiserver.validation.field;
