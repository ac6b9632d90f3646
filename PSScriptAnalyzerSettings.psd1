@{
    ExcludeRules = @(
        # Pester's blocks share variables across scopes in ways that the rule cannot follow.
        'PSUseDeclaredVarsMoreThanAssignments'
        # Test helpers start and stop processes of the test run alone.
        'PSUseShouldProcessForStateChangingFunctions'
    )
}
