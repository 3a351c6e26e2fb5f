package dev.hearth.dispatcher.console.images;

import dev.hearth.dispatcher.console.members.MemberList;

/** A repository's members. */
public record RepositoryMembersPage(RepositoryHead head, MemberList members) {}
