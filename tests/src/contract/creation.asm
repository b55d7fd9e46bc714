; Returns what follows it as the code of the contract. $size is the length of that, $start where it begins.
; A comment shows the stack after its line, the top on the left.
        PUSH1 $size         ; size
        DUP1                ; size size
        PUSH1 $start        ; start size size
        PUSH1 0             ; 0 start size size
        CODECOPY            ; size                          memory[0..size] = code[start..]
        PUSH1 0             ; 0 size
        RETURN
